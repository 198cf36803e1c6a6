defmodule Follower do
  use Supervisor

  # In the tree: {Registry, keys: :duplicate, name: Topics}, another one
  # (:unique, Names), and a DynamicSupervisor of {Follower, price}.
  def start_link(price), do: Supervisor.start_link(__MODULE__, price)

  # To all that follow this price now: each handles it in a task.
  def tell(price, news) do
    Registry.dispatch(Topics, price, fn members ->
      for {_, tasks} <- members, do: start(tasks, fn -> heard(news) end)
    end)
  end

  @impl true
  def init(price) do
    tasks = {:via, Registry, {Names, make_ref()}}
    {:ok, _} = Registry.register(Topics, price, tasks)
    children = [{Task.Supervisor, name: tasks}]
    Supervisor.init(children, strategy: :one_for_one)
  end

  defp start(tasks, work), do: Task.Supervisor.start_child(tasks, work)
  defp heard(news), do: IO.inspect(news)
end
