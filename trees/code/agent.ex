defmodule Stock do
  use Agent

  def start_link(opening) do
    Agent.start_link(fn -> opening end, name: __MODULE__)
  end

  def count(fruit), do: Agent.get(__MODULE__, &Map.get(&1, fruit, 0))

  # The function runs in the agent: keep it short, the others wait.
  def take(fruit, amount) do
    Agent.get_and_update(__MODULE__, fn counts ->
      left = Map.get(counts, fruit, 0) - amount
      {left, Map.put(counts, fruit, left)}
    end)
  end
end
