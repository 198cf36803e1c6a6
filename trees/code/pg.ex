defmodule Member do
  use GenServer

  # In the tree: %{id: :pg, start: {:pg, :start_link, [Groups]}}, and then
  # the members: one on each node, or many under a DynamicSupervisor.
  def start_link(group), do: GenServer.start_link(__MODULE__, group)

  # To the members on all nodes, as far as this one knows them. Whoever the
  # network has cut off misses it.
  def tell(group, news) do
    for pid <- :pg.get_members(Groups, group) do
      GenServer.cast(pid, {:news, news})
    end
  end

  # A member from here on: it has left when it ends, in whatever way.
  @impl true
  def init(group) do
    :ok = :pg.join(Groups, group, self())
    {:ok, []}
  end

  @impl true
  def handle_cast({:news, news}, heard), do: {:noreply, [news | heard]}
end
