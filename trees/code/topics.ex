defmodule Watcher do
  use GenServer

  # In the tree: {Registry, keys: :duplicate, name: Topics}. Each watcher is
  # a child of a DynamicSupervisor, or of one of many under a partition.
  def start_link(match), do: GenServer.start_link(__MODULE__, match)

  # To all that watch this match now, in the process of whoever tells it.
  def tell(match, news) do
    Registry.dispatch(Topics, match, fn members ->
      for {pid, _} <- members, do: GenServer.cast(pid, {:news, news})
    end)
  end

  # A member from here on: it has left when it ends, in whatever way.
  @impl true
  def init(match) do
    {:ok, _} = Registry.register(Topics, match, nil)
    {:ok, []}
  end

  @impl true
  def handle_cast({:news, news}, heard), do: {:noreply, [news | heard]}
end
